import ts from 'typescript'

const SUITES = new Set(['describe', 'suite'])
const TESTS = new Set(['it', 'test'])

/**
 * The full titles of the tests in a source file, each with those of the suites around it. A title made for each row of a
 * table is followed by the texts of that table, since its placeholders stand for them.
 */
export function scanTitles(fileName: string, source: string): readonly string[] {
  const file = ts.createSourceFile(fileName, source, ts.ScriptTarget.Latest)
  const titles: string[] = []
  const visit = (node: ts.Node, around: string): void => {
    const call = ts.isCallExpression(node) ? readCall(node, file) : undefined
    const title = call ? `${around} ${call.title}`.trim() : around
    if (call?.kind === 'test') titles.push(title)
    else ts.forEachChild(node, (child) => visit(child, title))
  }
  visit(file, '')
  return titles
}

interface TestCall {
  readonly kind: 'suite' | 'test'
  readonly title: string
}

/** A call such as `it('…')`, `it.skipIf(x)('…')`, `describe.each(table)('…')`. */
function readCall({ expression, arguments: [first] }: ts.CallExpression, file: ts.SourceFile): TestCall | undefined {
  const name = nameOf(expression)
  if (first === undefined || !ts.isStringLiteralLike(first) || name === undefined) return undefined
  const kind = SUITES.has(name) ? 'suite' : TESTS.has(name) ? 'test' : undefined
  return kind && { kind, title: [first.text, ...tableTexts(expression, file)].join(' ') }
}

/** The function at the root of `it.each(table)`: `it`. */
function nameOf(expression: ts.Expression): string | undefined {
  if (ts.isIdentifier(expression)) return expression.text
  return ts.isCallExpression(expression) || ts.isPropertyAccessExpression(expression)
    ? nameOf(expression.expression)
    : undefined
}

function tableTexts(expression: ts.Expression, file: ts.SourceFile): readonly string[] {
  return ts.isCallExpression(expression) ? expression.arguments.flatMap((table) => textsOf(table, file)) : []
}

/** The texts in an expression and in what it names of the same file. */
function textsOf(node: ts.Node, file: ts.SourceFile): readonly string[] {
  const texts: string[] = []
  const seen = new Set<ts.Node>()
  const visit = (inner: ts.Node): void => {
    if (seen.has(inner)) return
    seen.add(inner)
    if (ts.isStringLiteralLike(inner)) texts.push(inner.text)
    const named = ts.isIdentifier(inner) ? declarationOf(inner, file) : undefined
    if (named) visit(named)
    ts.forEachChild(inner, visit)
  }
  visit(node)
  return texts
}

/** The value of a constant at the top of the file. */
const declarationOf = (name: ts.Identifier, file: ts.SourceFile): ts.Expression | undefined =>
  file.statements
    .filter((statement) => ts.isVariableStatement(statement))
    .flatMap(({ declarationList }) => declarationList.declarations)
    .find((declaration) => declaration.name.getText(file) === name.text)?.initializer
