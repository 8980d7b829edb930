import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff'
import type { Template } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import deployed from './stateful-resources.json' with { type: 'json' }
import { synthesise } from './synthesise.ts'

/** Losing one of these loses records, keys, messages, or an address that badges are made of. */
const STATEFUL = [
  'AWS::ApiGatewayV2::Api',
  'AWS::DynamoDB::GlobalTable',
  'AWS::Events::EventBus',
  'AWS::KMS::Key',
  'AWS::SQS::Queue',
]
const HARMLESS: readonly ResourceImpact[] = [
  ResourceImpact.NO_CHANGE,
  ResourceImpact.WILL_CREATE,
  ResourceImpact.WILL_UPDATE,
]

type Resources = Readonly<Record<string, { readonly Type: string }>>

const { foundation, service } = synthesise()

function statefulIn(template: Template): Resources {
  const all: Resources = template.toJSON()['Resources']
  return Object.fromEntries(Object.entries(all).filter(([, { Type }]) => STATEFUL.includes(Type)))
}

/** Stateful resources that an update from one template to the other would replace, delete or let go. */
function lost(before: Resources, after: Resources): Record<string, ResourceImpact> {
  const changes = fullDiff({ Resources: before }, { Resources: after }).resources.changes
  const impacts = Object.entries(changes).map(([id, change]) => [id, change.changeImpact] as const)
  return Object.fromEntries(impacts.filter(([, impact]) => !HARMLESS.includes(impact)))
}

describe('an update of a deployment', () => {
  it.each([
    ['foundation', deployed.foundation, statefulIn(foundation)],
    ['service', deployed.service, statefulIn(service)],
  ])('replaces or deletes no stateful resource of the %s stack', (_stack, before, after) => {
    expect(lost(before, after)).toEqual({})
  })

  it.each([
    ['foundation', deployed.foundation, statefulIn(foundation)],
    ['service', deployed.service, statefulIn(service)],
  ])('finds every stateful resource of the %s stack in stateful-resources.json', (_stack, before, after) => {
    expect(Object.keys(after).filter((id) => !(id in before))).toEqual([])
  })

  it('would notice another key schema of the table', () => {
    const [id, table] = Object.entries(deployed.foundation).find(([, { Type }]) => Type.endsWith('GlobalTable')) ?? []
    const KeySchema = [{ AttributeName: 'id', KeyType: 'HASH' }]
    const changed = { ...table, Type: String(table?.Type), Properties: { ...table?.Properties, KeySchema } }
    expect(lost(deployed.foundation, { ...deployed.foundation, [String(id)]: changed })).toEqual({
      [String(id)]: ResourceImpact.WILL_REPLACE,
    })
  })

  it('would notice a logical id that changed, which deletes one resource and makes another', () => {
    const renamed = Object.fromEntries(Object.entries(deployed.service).map(([id, it]) => [`${id}2`, it]))
    expect(Object.keys(lost(deployed.service, renamed))).toEqual(Object.keys(deployed.service))
  })
})
