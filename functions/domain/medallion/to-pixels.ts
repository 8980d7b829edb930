import { type Shape, SIDE } from './shapes.ts'

/** Each pixel is the mean of so many samples across and down, which smooths the edges. */
const SAMPLES = 4
const ROW = SIDE * SAMPLES

/**
 * Paints shapes on a transparent square, one over the other.
 *
 * @returns red, green, blue and alpha of each pixel, row by row from the upper left.
 */
export function toPixels(shapes: readonly Shape[]): Uint8Array {
  const pixels = new Uint8Array(SIDE * SIDE * 4)
  const sums = new Uint32Array(SIDE * 4)
  const row = new Uint8Array(ROW)
  // By mark: red, green, blue, and 1 for being there. Mark 0 is where nothing was painted.
  const palette = Uint8Array.from([0, 0, 0, 0, ...shapes.flatMap(({ colour }) => [...colour, 1])])
  const spans = shapes.map(({ points }, index) => {
    const heights = points.map(([, height]) => height)
    return { points, mark: index + 1, top: Math.min(...heights), bottom: Math.max(...heights) }
  })
  for (let y = 0; y < SIDE; y++) {
    sums.fill(0)
    for (let line = 0; line < SAMPLES; line++) {
      const height = y + (line + 0.5) / SAMPLES
      row.fill(0)
      for (const { points, mark, top, bottom } of spans)
        if (top <= height && height <= bottom) paint(row, points, height, mark)
      addUp(sums, row, palette)
    }
    pixels.set(toMeans(sums), y * SIDE * 4)
  }
  return pixels
}

/** Marks the samples of one line that lie inside an outline. */
function paint(row: Uint8Array, points: Shape['points'], y: number, mark: number): void {
  const crossings: number[] = []
  let [x1, y1] = points.at(-1) ?? [0, 0]
  for (const [x2, y2] of points) {
    if (y1 <= y !== y2 <= y) crossings.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1))
    x1 = x2
    y1 = y2
  }
  crossings.sort((a, b) => a - b)
  for (let index = 0; index + 1 < crossings.length; index += 2)
    row.fill(mark, sampleBehind(crossings[index] ?? 0), sampleBehind(crossings[index + 1] ?? 0))
}

/** The first sample whose middle lies behind `x`. */
const sampleBehind = (x: number): number => Math.max(0, Math.ceil(x * SAMPLES - 0.5))

function addUp(sums: Uint32Array, row: Uint8Array, palette: Uint8Array): void {
  for (let sample = 0; sample < ROW; sample++) {
    const colour = (row[sample] ?? 0) * 4
    if (colour === 0) continue
    const at = Math.floor(sample / SAMPLES) * 4
    for (let channel = 0; channel < 4; channel++)
      sums[at + channel] = (sums[at + channel] ?? 0) + (palette[colour + channel] ?? 0)
  }
}

/** The mean colour of what was covered, and how much of the pixel was. */
function toMeans(sums: Uint32Array): Uint8Array {
  const means = new Uint8Array(sums.length)
  for (let at = 0; at < sums.length; at += 4) {
    const covered = sums[at + 3] ?? 0
    if (covered === 0) continue
    for (let channel = 0; channel < 3; channel++) means[at + channel] = Math.round((sums[at + channel] ?? 0) / covered)
    means[at + 3] = Math.round((covered * 255) / (SAMPLES * SAMPLES))
  }
  return means
}
