import type { Template } from 'aws-cdk-lib/assertions'

/** What CloudFormation would put in place of a reference, by the resource's type and the attribute asked for. */
const DEPLOYED: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::GlobalTable Ref': 'peerbadge-foundation-RecordsTableC9B7A30B-1A2B3C4D5E6F7',
  'AWS::ApiGatewayV2::Api ApiEndpoint': 'https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com',
  'AWS::KMS::Key Arn': 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  'AWS::Events::EventBus Ref': 'peerbadgefoundationDomainEventsBus2F7E1F09',
}

interface Deployment {
  readonly foundation: Template
  readonly service: Template
}

/** Each function's environment by the start of its logical id, with references resolved as a deployment would. */
export function resolvedEnvironments({ foundation, service }: Deployment): Record<string, Record<string, string>> {
  const outputs: Record<string, { Value: unknown; Export?: { Name: string } }> = foundation.toJSON()['Outputs']
  const resources: Record<string, { Type: string }> = foundation.toJSON()['Resources']

  const resolve = (value: unknown): string => {
    if (typeof value === 'string') return value
    const [kind, operand] = onlyEntry(value)
    if (kind === 'Ref' && operand === 'AdminTokenSha256') return 'ab'.repeat(32)
    if (kind === 'Ref') return deployed(resources[String(operand)]?.Type, 'Ref')
    if (kind === 'Fn::GetAtt' && Array.isArray(operand)) return deployed(resources[operand[0]]?.Type, operand[1])
    if (kind === 'Fn::ImportValue') {
      return resolve(Object.values(outputs).find((output) => output.Export?.Name === operand)?.Value)
    }
    throw new Error(`no rule to resolve ${JSON.stringify(value)}`)
  }

  return Object.fromEntries(
    Object.entries(service.findResources('AWS::Lambda::Function')).map(([id, { Properties }]) => [
      id.replace(/Function.*/, ''),
      Object.fromEntries(
        Object.entries(Properties.Environment.Variables).map(([name, value]) => [name, resolve(value)]),
      ),
    ]),
  )
}

function onlyEntry(value: unknown): readonly [string, unknown] {
  const [entry, ...others] = Object.entries(value ?? {})
  if (!entry || others.length > 0) throw new Error(`not a reference: ${JSON.stringify(value)}`)
  return entry
}

function deployed(type: string | undefined, attribute: string): string {
  const value = DEPLOYED[`${type} ${attribute}`]
  if (value === undefined) throw new Error(`no sample for ${type} ${attribute}`)
  return value
}
