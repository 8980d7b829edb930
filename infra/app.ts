import { App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag'
import { createDeployment } from './deployment.ts'
import { FEATURE_FLAGS } from './feature-flags.ts'

const app = new App({ analyticsReporting: false, context: FEATURE_FLAGS })
createDeployment(app)
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app))
app.synth()
