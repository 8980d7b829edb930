import type { Mutation } from './make-case.ts'
import { type Json, pointersOf, setAt, valueAt } from './pointers.ts'
import { draftOf, type Shape } from './shapes.ts'

/** What the changes of members are made to, and the parts of it that another shape has as well or that have changes of their own. */
const SUBJECTS: readonly { readonly shape: Shape; readonly leftOut: readonly string[] }[] = [
  { shape: 'with a status', leftOut: ['/@context'] },
  {
    shape: 'rich',
    leftOut: [
      '/@context',
      '/id',
      '/type',
      '/name',
      '/issuer',
      '/validFrom',
      '/credentialSubject/id',
      '/credentialSubject/type',
    ],
  },
]

/** What JSON-LD cannot be signed without, or with anything else in its place. */
const IS_TYPE = /\/type(\/\d+)?$/
const IS_ID = /\/id$/

/** Every member changed, and taken away, behind the issuer's back; and left out, or of another type, before it is signed. */
export const MEMBER_MUTATIONS: readonly Mutation[] = SUBJECTS.flatMap(({ shape, leftOut }) => {
  const { badge } = draftOf(shape, 0)
  return pointersOf(badge, leftOut).flatMap((pointer) => mutationsOf(shape, pointer, valueAt(badge, pointer) ?? null))
})

function mutationsOf(shape: Shape, pointer: string, value: Json): readonly Mutation[] {
  const shapes = [shape]
  const shown = `${pointer} of one ${shape}`
  const afterSigning = (name: string, change: (value: Json) => Json | undefined): Mutation => ({
    name: `${name} after signing: ${shown}`,
    shapes,
    signed: (badge) => setAt(badge, pointer, change(valueAt(badge, pointer) ?? null)),
  })
  const signed = (name: string, other: Json | undefined): Mutation => ({
    name: `${name}: ${shown}`,
    shapes,
    draft: ({ badge }) => setAt(badge, pointer, other),
  })
  const isValue = typeof value !== 'object'
  return [
    afterSigning('taken away', () => undefined),
    ...(isValue ? [afterSigning('changed', changed)] : []),
    ...(IS_TYPE.test(pointer) ? [] : [signed('signed without', undefined)]),
    ...(isValue && !IS_TYPE.test(pointer) && !IS_ID.test(pointer)
      ? [signed('signed with another type of value', typeof value === 'boolean' ? 'yes' : 7)]
      : []),
  ]
}

function changed(value: Json): Json {
  if (typeof value === 'boolean') return !value
  if (typeof value === 'number') return value + 1
  const text = String(value)
  return /^\d{4}-/.test(text)
    ? text.replace('-01-0', '-02-0')
    : /^\d+$/.test(text)
      ? String(Number(text) + 1)
      : `${text}x`
}
