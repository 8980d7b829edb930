/**
 * What some work makes this process compute, in milliseconds. Unlike the time it takes, that hardly depends on what else the
 * machine does.
 */
export async function cpuMilliseconds<Value>(
  work: () => Promise<Value>,
): Promise<{ readonly value: Value; readonly milliseconds: number }> {
  const before = process.cpuUsage()
  const value = await work()
  const { user, system } = process.cpuUsage(before)
  return { value, milliseconds: (user + system) / 1000 }
}
