/** Sections of the checklist that tests cover and the command reports on. */
export const COVERED_SECTIONS: readonly string[] = ['0', '1', '2', '3', '4', '7', '8.2']

/** Why a requirement has no test here. */
export const REASONS: ReadonlyMap<string, string> = new Map([
  [
    'RCP-07',
    'beyond Open Badges: that whoever shows a badge is its recipient is told by presentations, which the VC-API verifies',
  ],
])
