import { describe, expect, it } from 'vitest'
import { renderProblemsPage } from '../../../functions/http/pages/problems-page.tsx'
import { PROBLEMS, type ProblemCode, toProblem } from '../../../functions/http/problems.ts'
import { ProblemSchema } from '../../../schemas/problem.ts'

// Object.keys loses the keys' type; these are the table's own.
const CODES = Object.keys(PROBLEMS) as ProblemCode[]

describe('toProblem', () => {
  it.each(CODES)('makes a problem document of %s that its type explains', (code) => {
    const problem = toProblem({ code }, 'https://badges.example.org', '/v1/x')
    expect(ProblemSchema.parse(problem)).toEqual(problem)
    expect(problem.type).toBe(`https://badges.example.org/docs/problems#${code}`)
    expect(renderProblemsPage()).toContain(`id="${code}"`)
  })

  it('names at most 50 faults of a body', () => {
    const errors = Array.from({ length: 200 }, (_, index) => ({ pointer: `/m${index}`, detail: 'is not known here' }))
    expect(toProblem({ code: 'invalid_request', errors }, 'https://b.example', '/x').errors).toHaveLength(50)
  })

  it('carries detail and errors, and leaves them out when there are none', () => {
    const errors = [{ pointer: '/name', detail: 'is too long' }]
    const problem = toProblem({ code: 'invalid_request', detail: 'No.', errors }, 'https://b.example', '/x')
    expect(problem).toMatchObject({ status: 400, detail: 'No.', errors, instance: '/x' })
    expect(Object.keys(toProblem({ code: 'not_found' }, 'https://b.example', '/x')).sort()).toEqual([
      'code',
      'instance',
      'status',
      'title',
      'type',
    ])
  })
})
