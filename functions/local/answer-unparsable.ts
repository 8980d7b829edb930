import type { Duplex } from 'node:stream'
import { PROBLEM_JSON, type ProblemSource, toProblem } from '../http/problems.ts'

const NO_HTTP: ProblemSource = {
  code: 'invalid_request',
  detail:
    'This is no HTTP request: its address may hold characters that must be percent-encoded, or its body is cut up wrongly.',
}

const TOO_LONG: ProblemSource = {
  code: 'invalid_request',
  detail: 'The address and the headers are too long; together they may have 16 KB.',
}

/**
 * Answers bytes that are no HTTP with a problem document and closes their connection, since nobody knows where a next
 * request would begin.
 */
export const answerUnparsable =
  (publicUrl: string) =>
  (error: NodeJS.ErrnoException, socket: Duplex): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy()
      return
    }
    const problem = toProblem(error.code === 'HPE_HEADER_OVERFLOW' ? TOO_LONG : NO_HTTP, publicUrl, '/')
    const body = JSON.stringify(problem)
    const head = [
      'HTTP/1.1 400 Bad Request',
      `Content-Type: ${PROBLEM_JSON}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Cache-Control: no-store',
      'Connection: close',
    ]
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
  }
