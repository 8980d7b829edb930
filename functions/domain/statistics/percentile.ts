/**
 * The nearest-rank percentile: the smallest value that at least `share` of all values do not exceed.
 *
 * @param share  Above 0, at most 1.
 * @returns `undefined` of no values.
 */
export function percentile(values: readonly number[], share: number): number | undefined {
  if (!(share > 0 && share <= 1)) throw new RangeError(`${share} is no share above 0 and up to 1`)
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.ceil(share * sorted.length) - 1]
}
