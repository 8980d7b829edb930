import { BINDING_MUTATIONS } from './binding-mutations.ts'
import { ENDORSEMENT_MUTATIONS } from './endorsement-mutations.ts'
import { FORM_MUTATIONS } from './form-mutations.ts'
import type { DifferentialCase, Mutation } from './make-case.ts'
import { makeCase } from './make-case.ts'
import { MEMBER_MUTATIONS } from './member-mutations.ts'
import { SHAPES } from './shapes.ts'
import { STATUS_MUTATIONS } from './status-mutations.ts'

/** Every change there is, each with the shapes of badges that it is made to. */
const MUTATIONS: readonly Mutation[] = [
  ...MEMBER_MUTATIONS,
  ...FORM_MUTATIONS,
  ...BINDING_MUTATIONS,
  ...STATUS_MUTATIONS,
  ...ENDORSEMENT_MUTATIONS,
]

/** Nothing is done to a badge. */
export const UNCHANGED: Mutation = { name: 'none', shapes: SHAPES }
const CASES = 500

/** 500 badges: each change once for each of its shapes, and as many that nothing was done to as there is room for. */
export async function differentialCases(): Promise<readonly DifferentialCase[]> {
  const changed = MUTATIONS.flatMap((mutation) => mutation.shapes.map((shape) => ({ mutation, shape })))
  const names = MUTATIONS.map(({ name }) => name)
  if (new Set(names).size !== names.length) throw new TypeError('two changes have one name')
  if (changed.length > CASES - 20) throw new TypeError(`${changed.length} changed badges leave no room for good ones`)
  const unchanged = Array.from({ length: CASES - changed.length }, (_, at) => ({
    mutation: UNCHANGED,
    shape: SHAPES[at % SHAPES.length] ?? SHAPES[0],
  }))
  const recipes = [...unchanged, ...changed]
  return Promise.all(recipes.map(({ mutation, shape }, number) => makeCase(mutation, shape, number)))
}
