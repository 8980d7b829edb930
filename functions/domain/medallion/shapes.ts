/** Red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number]

/** A filled outline; points in units of a square picture of {@link SIDE}, from its upper left corner. */
export interface Shape {
  readonly points: readonly (readonly [number, number])[]
  readonly colour: Colour
}

/** Width and height of a medallion, in its own units and in pixels. */
export const SIDE = 400

const CENTRE = SIDE / 2

/**
 * The closed outline at `radius(turn)` around the centre, or around another point.
 *
 * @param radius  For a turn from 0 to 1, clockwise from the top.
 * @param steps  How many points the outline has.
 */
export function outline(
  radius: (turn: number) => number,
  steps: number,
  [x, y]: readonly [number, number] = [CENTRE, CENTRE],
): Shape['points'] {
  return Array.from({ length: steps }, (_, step) => {
    const turn = step / steps
    const angle = turn * 2 * Math.PI
    return [round(x + radius(turn) * Math.sin(angle)), round(y - radius(turn) * Math.cos(angle))] as const
  })
}

/** The point at so many units from the centre. */
export const pointAt = (radius: number, turn: number): readonly [number, number] => [
  CENTRE + radius * Math.sin(turn * 2 * Math.PI),
  CENTRE - radius * Math.cos(turn * 2 * Math.PI),
]

/** A leaf that points away from the centre, widest in its middle. */
export function leaf(from: number, to: number, width: number, turn: number): Shape['points'] {
  const along = (share: number) => from + (to - from) * share
  const side = (share: number) => (width / 2) * Math.sin(Math.PI * share)
  const angle = turn * 2 * Math.PI
  const place = (distance: number, aside: number) =>
    [
      round(CENTRE + distance * Math.sin(angle) + aside * Math.cos(angle)),
      round(CENTRE - distance * Math.cos(angle) + aside * Math.sin(angle)),
    ] as const
  const shares = Array.from({ length: LEAF_STEPS }, (_, step) => step / LEAF_STEPS)
  return [
    ...shares.map((share) => place(along(share), side(share))),
    ...shares.map((share) => place(along(1 - share), -side(1 - share))),
  ]
}

const LEAF_STEPS = 20

const round = (value: number): number => Math.round(value * 10) / 10
