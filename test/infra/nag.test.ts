import { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import { AwsSolutionsChecks, type NagPack, ServerlessChecks } from 'cdk-nag'
import { describe, expect, it } from 'vitest'
import { createDeployment } from '../../infra/deployment.ts'
import { anApp } from './synthesise.ts'

const CONTEXTS = {
  'with the defaults': {},
  'with every choice made': {
    instance: 'weavers',
    publicUrl: 'https://badges.example.org',
    alarmEmail: 'ops@example.org',
    reserveConcurrency: true,
    issuerKeys: 'kms',
    restoredTableArn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/restored',
    restoredTableStreamArn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/restored/stream/2026-11-22T10:00:00.000',
  },
}

const PACKS: Record<string, new () => NagPack> = { AwsSolutions: AwsSolutionsChecks, Serverless: ServerlessChecks }
const CASES = Object.keys(PACKS).flatMap((pack) =>
  Object.entries(CONTEXTS).map(([how, context]) => ({ pack, how, context })),
)

describe('cdk-nag', () => {
  it.each(CASES)('finds nothing unexplained for $pack $how', ({ pack, context }) => {
    const app = anApp(context)
    createDeployment(app)
    const Pack = PACKS[pack]
    if (!Pack) throw new Error(`no rule pack named ${pack}`)
    expect(new Pack().validateScope(app).violations).toEqual([])
  })

  it('would find a careless queue, so that an empty report means something', () => {
    const app = anApp()
    const { service } = createDeployment(app)
    new Queue(service, 'Careless')
    const rules = new AwsSolutionsChecks().validateScope(app).violations.map(({ ruleName }) => ruleName)
    expect(rules.sort()).toEqual(['AwsSolutions-SQS3', 'AwsSolutions-SQS4'])
  })

  it('would find a role that may do everything, so that an acknowledged wildcard is not a licence', () => {
    const app = anApp()
    const { service } = createDeployment(app)
    const role = service.node.findChild('Clock').node.findChild('Role')
    if (!(role instanceof Role)) throw new Error('the clock has no role of its own')
    role.addToPolicy(new PolicyStatement({ actions: ['dynamodb:*'], resources: ['arn:aws:dynamodb:::table/*'] }))
    const rules = new AwsSolutionsChecks().validateScope(app).violations.map(({ ruleName }) => ruleName)
    expect(rules.sort()).toEqual([
      'AwsSolutions-IAM5[Action::dynamodb:*]',
      'AwsSolutions-IAM5[Resource::arn:aws:dynamodb:::table/*]',
    ])
  })
})
