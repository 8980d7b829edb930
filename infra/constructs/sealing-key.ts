import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms'
import { Construct } from 'constructs'

/**
 * The KMS key under which communities' signing keys are sealed.
 *
 * Symmetric, so its material never leaves KMS; rotated every year, which needs no re-encryption; kept when its stack is
 * deleted, since without it no stored signing key opens again.
 */
export class SealingKey extends Construct {
  readonly key: Key

  constructor(scope: Construct, id: string) {
    super(scope, id)
    this.key = new Key(this, 'Key', {
      description: 'Seals the signing keys of communities',
      keySpec: KeySpec.SYMMETRIC_DEFAULT,
      keyUsage: KeyUsage.ENCRYPT_DECRYPT,
      enableKeyRotation: true,
      rotationPeriod: Duration.days(365),
      pendingWindow: Duration.days(30),
      removalPolicy: RemovalPolicy.RETAIN,
    })
  }
}
