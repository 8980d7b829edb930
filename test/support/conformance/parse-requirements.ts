/** How binding a requirement is: must, should, optional, advice, or a trap that is tested both ways. */
export type Level = 'M' | 'S' | 'O' | 'A' | 'T'

/** One requirement of the checklist. */
export interface Requirement {
  readonly id: string
  /** The levels as written; a requirement may have one for issuers and another for displayers. */
  readonly levels: readonly Level[]
  /** The innermost numbered section that holds it, as `1.2`. */
  readonly section: string
}

const HEADING = /^#{2,3} (\d+(?:\.\d+)?)\.? /
const ID = '(?:[A-Z]{2,6}-\\d{1,2}|EXTCTX-1)'
const ROW = new RegExp(`^\\| (${ID}) \\|`)
/** In running text: `**GEN-01 M**`, or `**CRI-01**`, which stands where the text itself says that it is a must. */
const IN_TEXT = new RegExp(`\\*\\*(${ID})(?: ([MSOAT]))?\\*\\*`, 'g')
const LEVELS: ReadonlySet<string> = new Set<Level>(['M', 'S', 'O', 'A', 'T'])

/**
 * Reads the requirements out of the checklist. Tables whose heading has no level column list what a class must hold: their
 * rows are musts.
 */
export function parseRequirements(markdown: string): readonly Requirement[] {
  const found = new Map<string, Requirement>()
  let section = ''
  let levelColumn: number | undefined
  const add = (id: string, levels: readonly Level[]) => {
    if (!found.has(id)) found.set(id, { id, levels, section })
  }
  for (const line of markdown.split('\n')) {
    section = HEADING.exec(line)?.[1] ?? section
    if (line.startsWith('| ID |')) levelColumn = findLevelColumn(line)
    const id = ROW.exec(line)?.[1]
    if (id !== undefined) add(id, levelColumn === undefined ? ['M'] : toLevels(cellsOf(line)[levelColumn] ?? ''))
    else if (!line.startsWith('|'))
      for (const [, stated, level] of line.matchAll(IN_TEXT))
        if (stated !== undefined) add(stated, toLevels(level ?? 'M'))
  }
  return [...found.values()]
}

/** Whether a requirement stands in one of the sections; `2.2` is part of `2`. */
export const isIn = ({ section }: Requirement, sections: readonly string[]): boolean =>
  sections.some((wanted) => section === wanted || section.startsWith(`${wanted}.`))

/** Whether a requirement has to be met: a must, or our own advice. */
export const isMust = ({ levels }: Requirement): boolean => levels.includes('M')
export const isAdvice = ({ levels }: Requirement): boolean => levels.includes('A')

function findLevelColumn(heading: string): number | undefined {
  const at = cellsOf(heading).indexOf('L')
  return at < 0 ? undefined : at
}

const cellsOf = (row: string): readonly string[] => row.split('|').map((cell) => cell.trim())

/** `M*` is a must with a remark; `M/O` has two readings. */
const toLevels = (cell: string): readonly Level[] => [...cell].filter((letter): letter is Level => LEVELS.has(letter))
