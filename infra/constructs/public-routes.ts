import { Validations } from 'aws-cdk-lib'
import { HttpMethod, HttpRoute, HttpRouteKey, type IHttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'

export interface PublicRoutesProps {
  readonly api: IHttpApi
  readonly function: IFunction
  /** Paths as API Gateway writes them, `/credentials/{proxy+}`; `$default` is everything no other route takes. */
  readonly paths: readonly string[]
}

/**
 * Sends paths of the HTTP API to one function, whatever the method: the function itself knows which methods a path has,
 * and answers the others, and CORS, as the contract says.
 */
export class PublicRoutes extends Construct {
  /** The routes' keys as the stage's settings name them: `ANY /verify`. */
  readonly routeKeys: readonly string[]

  constructor(scope: Construct, id: string, props: PublicRoutesProps) {
    super(scope, id)
    const { api, paths } = props
    const integration = new HttpLambdaIntegration('Integration', props.function)
    this.routeKeys = paths.map((path) => {
      const routeKey = path === '$default' ? HttpRouteKey.DEFAULT : HttpRouteKey.with(path, HttpMethod.ANY)
      new HttpRoute(this, path === '$default' ? 'Default' : path, { httpApi: api, routeKey, integration })
      return routeKey.key
    })
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'The functions authenticate callers: administrator token, API keys of communities, and OIDC tokens whose issuers each community chooses at run time, which an authorizer fixed at deployment cannot know. Public objects are open by design.',
    })
  }
}
