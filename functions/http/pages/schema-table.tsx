import { nameOf, type ReferenceSchema } from './read-operations.ts'

/** The members of an object, or what a schema is in words. */
export const SchemaTable = ({ caption, schema }: { readonly caption: string; readonly schema: ReferenceSchema }) =>
  schema.properties === undefined ? (
    <p>
      {caption}: <SchemaWords schema={schema} />
    </p>
  ) : (
    <table>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Member</th>
          <th scope="col">Is</th>
          <th scope="col">Meaning</th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(schema.properties).map(([name, member]) => (
          <tr>
            <th scope="row">
              <code>{name}</code>
              {schema.required?.includes(name) ? '' : ' (optional)'}
            </th>
            <td>
              <SchemaWords schema={member} />
            </td>
            <td>{member.description ?? ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )

/** What a schema takes, in a line. */
const SchemaWords = ({ schema }: { readonly schema: ReferenceSchema }) => {
  const name = nameOf(schema)
  if (name !== undefined) return <a href={`#schema-${name}`}>{name}</a>
  const ways = schema.oneOf ?? schema.anyOf
  if (ways !== undefined)
    return (
      <>
        {ways.map((way, index) => (
          <>
            {index === 0 ? '' : ' or '}
            <SchemaWords schema={way} />
          </>
        ))}
      </>
    )
  if (schema.items !== undefined)
    return (
      <>
        list of <SchemaWords schema={schema.items} />
      </>
    )
  if (schema.properties !== undefined)
    return (
      <>
        object (
        {Object.entries(schema.properties).map(([member, of], index) => (
          <>
            {index === 0 ? '' : ', '}
            <code>{member}</code>: <SchemaWords schema={of} />
          </>
        ))}
        )
      </>
    )
  return <>{describe(schema)}</>
}

function describe(schema: ReferenceSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(', ')
  const bounds = [
    schema.format,
    schema.minLength === undefined ? undefined : `at least ${schema.minLength}`,
    schema.maxLength === undefined ? undefined : `at most ${schema.maxLength} characters`,
    schema.minimum === undefined ? undefined : `from ${schema.minimum}`,
    schema.maximum === undefined ? undefined : `to ${schema.maximum}`,
  ].filter((part) => part !== undefined)
  const type = typeof schema.type === 'string' ? schema.type : (schema.type ?? ['any']).join(' or ')
  return bounds.length === 0 ? type : `${type} (${bounds.join(', ')})`
}
