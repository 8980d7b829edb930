import { PROBLEMS } from '../problems.ts'
import { PageFrame } from './page-frame.tsx'

/** The page that the `type` of every problem document leads to. */
export const renderProblemsPage = (): string =>
  `<!doctype html>${(
    <PageFrame title="Peerbadge: problems">
      <p>
        Errors are problem documents (RFC 9457) of the type <code>application/problem+json</code>. Programs go by{' '}
        <code>code</code>, which stays the same; <code>detail</code> is for people. <a href="../docs">API reference</a>
      </p>
      <table>
        <caption>Every code, its status, and what it means</caption>
        <thead>
          <tr>
            <th scope="col">Code</th>
            <th scope="col">Status</th>
            <th scope="col">Meaning</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(PROBLEMS).map(([code, { status, title }]) => (
            <tr id={code}>
              <th scope="row">
                <code>{code}</code>
              </th>
              <td>{status}</td>
              <td>{title}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </PageFrame>
  )}`
