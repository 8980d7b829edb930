import { EventBus } from 'aws-cdk-lib/aws-events'
import { Construct } from 'constructs'

/**
 * The bus that carries domain events to every consumer but issuance.
 *
 * Events hold ids, digests, codes, numbers and instants only, so the bus keeps AWS's own encryption.
 */
export class DomainEventBus extends Construct {
  readonly bus: EventBus

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.bus = new EventBus(this, 'Bus', { description: 'Peerbadge domain events' })
  }
}
