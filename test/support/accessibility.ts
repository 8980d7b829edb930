import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** A rule of accessibility that a page breaks, with the markup that does. */
type Violation = readonly [rule: string, elements: readonly string[]]

/**
 * Which rules of axe the page breaks; empty when none.
 *
 * The rules run and are summed up inside the page: handing over what holds, too, takes longer than finding it out. Such a
 * run sees the frames of other origins not, so a page with frames is refused.
 */
export async function violationsOn(page: Page): Promise<readonly Violation[]> {
  if (page.frames().length > 1) throw new Error('a page with frames has to be looked at frame by frame')
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] })
  const { violations } = await axe.analyze()
  return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)] as const)
}
