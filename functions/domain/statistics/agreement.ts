/**
 * How often pairs of values fell together in one unit: the square matrix of coincidences, `pairs[c][k]`, over values
 * 0 … size − 1 that are ordered. Sums of matrices are matrices, so units may be added one at a time and in any order.
 */
export interface Coincidences {
  readonly pairs: readonly (readonly number[])[]
  /** How many units were judged by at least two people. */
  readonly units: number
}

export const noCoincidences = (size: number): Coincidences => ({
  pairs: Array.from({ length: size }, () => Array.from({ length: size }, () => 0)),
  units: 0,
})

/**
 * Adds what several people said of one unit. One value alone says nothing about agreement and changes nothing.
 *
 * @param values  Places on the scale; each from 0 to the size of the matrix less one.
 * @throws RangeError for a value that is not on the scale.
 * @see https://www.asc.upenn.edu/sites/default/files/2021-03/Computing%20Krippendorff%27s%20Alpha-Reliability.pdf section A
 */
export function addUnit({ pairs, units }: Coincidences, values: readonly number[]): Coincidences {
  const stray = values.find((value) => !Number.isInteger(value) || value < 0 || value >= pairs.length)
  if (stray !== undefined) throw new RangeError(`${stray} is no place on a scale of ${pairs.length}`)
  if (values.length < 2) return { pairs, units }
  const weight = 1 / (values.length - 1)
  const counts = pairs.map((_, place) => values.filter((value) => value === place).length)
  return {
    pairs: pairs.map((row, c) =>
      row.map((sum, k) => sum + weight * (counts[c] ?? 0) * ((counts[k] ?? 0) - Number(c === k))),
    ),
    units: units + 1,
  }
}

/**
 * Krippendorff's alpha for ordered values: 1 for perfect agreement, 0 for what chance alone would give, below 0 for less than that.
 *
 * @returns `undefined` when fewer than two units or fewer than two different values were seen: nothing can be said then.
 */
export function ordinalAlpha({ pairs, units }: Coincidences): number | undefined {
  const totals = pairs.map((row) => row.reduce((sum, value) => sum + value, 0))
  const all = totals.reduce((sum, value) => sum + value, 0)
  if (units < 2 || totals.filter((total) => total > 0).length < 2) return undefined
  let observed = 0
  let expected = 0
  for (const [c, row] of pairs.entries())
    for (const [k, together] of row.entries()) {
      const distance = ordinalDistance(totals, c, k)
      observed += together * distance
      expected += (totals[c] ?? 0) * (totals[k] ?? 0) * distance
    }
  return 1 - ((all - 1) * observed) / expected
}

/** The square of how many values lie between two places, ends by half. */
function ordinalDistance(totals: readonly number[], c: number, k: number): number {
  const [low, high] = c < k ? [c, k] : [k, c]
  const between = totals.slice(low, high + 1).reduce((sum, value) => sum + value, 0)
  return (between - ((totals[low] ?? 0) + (totals[high] ?? 0)) / 2) ** 2
}
