import { CfnOutput, Stack, Tags } from 'aws-cdk-lib'
import type { IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import type { EventBus } from 'aws-cdk-lib/aws-events'
import type { Key } from 'aws-cdk-lib/aws-kms'
import type { Construct } from 'constructs'
import { DomainEventBus } from '../constructs/domain-event-bus.ts'
import { HttpAddress } from '../constructs/http-address.ts'
import { RecordTable } from '../constructs/record-table.ts'
import { SealingKey } from '../constructs/sealing-key.ts'
import type { Settings } from '../settings.ts'

/** What issued badges rely on for years: the records, the sealing key, the address. Never deleted, seldom changed. */
export class FoundationStack extends Stack {
  readonly table: TableV2
  readonly sealingKey: Key
  readonly api: IHttpApi
  /** Base URL of ids, links and DIDs, without a trailing slash. */
  readonly publicUrl: string
  readonly bus: EventBus

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id, { description: 'Peerbadge: records, sealing key, address', terminationProtection: true })
    this.table = new RecordTable(this, 'Records', settings).table
    this.sealingKey = new SealingKey(this, 'SealingKey').key
    const address = new HttpAddress(this, 'Address', { name: settings.instance })
    this.api = address.api
    this.publicUrl = settings.publicUrl ?? address.url
    this.bus = new DomainEventBus(this, 'DomainEvents').bus
    // Exported whether or not the service stack uses them at the moment: an export cannot be withdrawn while another
    // stack still imports it, which is the case while the service moves to a restored table.
    for (const exported of [this.table.tableArn, this.table.tableName, this.table.tableStreamArn])
      this.exportValue(exported)
    new CfnOutput(this, 'TableName', { value: this.table.tableName, description: 'The table that holds every record' })
    new CfnOutput(this, 'ApiUrl', { value: address.url, description: 'Address that AWS gave the HTTP API' })
    new CfnOutput(this, 'PublicUrl', { value: this.publicUrl, description: 'Base URL of ids, links and DIDs' })
    Tags.of(this).add('peerbadge:instance', settings.instance)
  }
}
