import { RemovalPolicy } from 'aws-cdk-lib'
import { HttpApi, type IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import { Construct } from 'constructs'

export interface HttpAddressProps {
  /** Name shown in the console. */
  readonly name: string
}

/**
 * The HTTP API without stage or routes: the host name that ids, DIDs and links are made of.
 *
 * Kept when its stack is deleted: AWS never gives the same host name out twice, and every badge issued under it would
 * lose its URL. CORS is left to the functions, because only public objects are open to other origins and API Gateway
 * would answer for all paths alike.
 */
export class HttpAddress extends Construct {
  readonly api: IHttpApi
  /** `https://…` without a trailing slash. */
  readonly url: string

  constructor(scope: Construct, id: string, { name }: HttpAddressProps) {
    super(scope, id)
    const api = new HttpApi(this, 'Api', {
      apiName: name,
      description: 'Peerbadge: API and public objects',
      createDefaultStage: false,
    })
    api.applyRemovalPolicy(RemovalPolicy.RETAIN)
    // The class writes an optional member of its own interface as `| undefined`, which exact optional types refuse.
    this.api = api as IHttpApi
    this.url = api.apiEndpoint
  }
}
