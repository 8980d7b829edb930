/** Chance that is the same for the same keys, whatever was drawn elsewhere, so that all rules meet the same luck. */
export interface Chance {
  /** Evenly from 0 up to but not 1. */
  readonly next: () => number
  readonly happens: (probability: number) => boolean
  /** Evenly from `least` to `most`. */
  readonly between: (least: number, most: number) => number
  /** A whole number from 0 up to but not `size`. */
  readonly below: (size: number) => number
  /** Waiting time until something that comes once in `mean` on average. */
  readonly wait: (mean: number) => number
  /** `undefined` of an empty list. */
  readonly pick: <Value>(values: readonly Value[]) => Value | undefined
  /** A copy in random order. */
  readonly shuffled: <Value>(values: readonly Value[]) => Value[]
}

/** A stream of chance of its own for these keys. */
export function chanceOf(...keys: readonly number[]): Chance {
  let state = keys.reduce((sum, key) => mix(sum ^ mix(key + 0x9e3779b9)), 0x243f6a88)
  const next = () => {
    state = (state + 0x9e3779b9) | 0
    return (mix(state) >>> 0) / 2 ** 32
  }
  const below = (size: number) => Math.floor(next() * size)
  return {
    next,
    below,
    happens: (probability) => next() < probability,
    between: (least, most) => least + next() * (most - least),
    wait: (mean) => -mean * Math.log(1 - next()),
    pick: (values) => values[below(values.length)],
    shuffled(values) {
      const mixed = [...values]
      for (let last = mixed.length - 1; last > 0; last -= 1) {
        const other = below(last + 1)
        const [a, b] = [mixed[last], mixed[other]]
        if (a === undefined || b === undefined) throw new TypeError('there is no value at an index of the list')
        mixed[last] = b
        mixed[other] = a
      }
      return mixed
    },
  }
}

/** A bijection of 32 bits in which every bit of the outcome depends on every bit put in. */
function mix(value: number): number {
  let bits = value | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x7feb352d)
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b)
  return bits ^ (bits >>> 16)
}
