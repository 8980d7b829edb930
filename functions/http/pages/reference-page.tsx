import { PageFrame } from './page-frame.tsx'
import { type Operation, type ReferenceDocument, readOperations } from './read-operations.ts'
import { SchemaTable } from './schema-table.tsx'

export type { ReferenceDocument } from './read-operations.ts'

const CREDENTIALS: Readonly<Record<string, string>> = {
  administrator: 'the administrator',
  apiKey: 'an API key with the scope',
  memberToken: 'a signed-in member with the role',
}

/** The API reference for people, complete without script or style. */
export function renderReferencePage(document: ReferenceDocument, publicUrl: string): string {
  const operations = readOperations(document)
  const tags = [...new Set(operations.map(({ tag }) => tag))]
  return `<!doctype html>${(
    <PageFrame title="Peerbadge: API reference">
      <p>
        Base URL <code>{publicUrl}</code>. The same for machines: <a href="openapi.json">OpenAPI 3.1</a>. What an error
        code means: <a href="docs/problems">problems</a>.
      </p>
      {document.info.description.split('\n\n').map((paragraph) => (
        <p>{readMarks(paragraph)}</p>
      ))}
      <nav aria-label="Calls">
        {tags.map((tag) => (
          <>
            <h2>{tag}</h2>
            <ul>
              {operations
                .filter((operation) => operation.tag === tag)
                .map(({ id, method, path, summary }) => (
                  <li>
                    <a href={`#${id}`}>
                      <code>
                        {method} {path}
                      </code>
                    </a>{' '}
                    {summary}
                  </li>
                ))}
            </ul>
          </>
        ))}
      </nav>
      {operations.map((operation) => (
        <OperationSection operation={operation} />
      ))}
      <h2>Schemas</h2>
      {Object.entries(document.components.schemas).map(([name, schema]) => (
        <section id={`schema-${name}`} aria-labelledby={`schema-${name}-title`}>
          <h3 id={`schema-${name}-title`}>{name}</h3>
          <SchemaTable caption={`Members of ${name}`} schema={schema} />
        </section>
      ))}
    </PageFrame>
  )}`
}

const OperationSection = ({ operation }: { readonly operation: Operation }) => (
  <section id={operation.id} aria-labelledby={`${operation.id}-title`}>
    <h2 id={`${operation.id}-title`}>{operation.summary}</h2>
    <p>
      <code>
        {operation.method} {operation.path}
      </code>
    </p>
    {operation.description === '' ? '' : <p>{readMarks(operation.description)}</p>}
    <p>Who may: {describeWho(operation)}.</p>
    {operation.parameters.length === 0 ? (
      ''
    ) : (
      <table>
        <caption>Parameters</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Where</th>
            <th scope="col">Meaning</th>
          </tr>
        </thead>
        <tbody>
          {operation.parameters.map(({ name, place, description }) => (
            <tr>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>{place}</td>
              <td>{description}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
    {operation.body === undefined ? '' : <SchemaTable caption="Body (JSON)" schema={operation.body} />}
    <table>
      <caption>Answers</caption>
      <thead>
        <tr>
          <th scope="col">Status</th>
          <th scope="col">Meaning</th>
          <th scope="col">Body</th>
        </tr>
      </thead>
      <tbody>
        {operation.answers.map(({ status, description, schemaNames }) => (
          <tr>
            <th scope="row">{status}</th>
            <td>
              {description.split('\n\n').map((line) => (
                <div>{readMarks(line)}</div>
              ))}
            </td>
            <td>
              {schemaNames.map((name, at) => (
                <>
                  {at === 0 ? '' : ' or '}
                  <a href={`#schema-${name}`}>{name}</a>
                </>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

const describeWho = ({ security }: Operation): string =>
  security.length === 0
    ? 'anyone'
    : security
        .map(({ scheme, names }) => `${CREDENTIALS[scheme] ?? scheme} ${names.map(sayRole).join(' or ')}`.trim())
        .join('; ')

const sayRole = (name: string): string => (name === 'self' ? 'any, for what is their own' : name)

/** Code and bold are the only marks our descriptions use. */
const readMarks = (text: string) =>
  text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
    if (part.startsWith('`')) return <code>{part.slice(1, -1)}</code>
    return part.startsWith('**') ? <strong>{part.slice(2, -2)}</strong> : part
  })
