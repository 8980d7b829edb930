import { Stack, Validations } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'

export interface AlarmTopicProps {
  /**
   * Address that alarms are mailed to, once its owner has confirmed the subscription.
   *
   * @default nobody is subscribed
   */
  readonly email?: string
}

/**
 * The one topic that every alarm is told to.
 *
 * Not encrypted with a key of its own: messages name a metric and a threshold, and CloudWatch cannot publish to a topic
 * under the AWS managed key. Publishing without TLS is refused.
 */
export class AlarmTopic extends Construct {
  readonly topic: Topic

  constructor(scope: Construct, id: string, { email }: AlarmTopicProps) {
    super(scope, id)
    this.topic = new Topic(this, 'Topic', { displayName: 'Peerbadge alarms', enforceSSL: true })
    // A policy of its own replaces the one that lets the account's alarms publish.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    )
    if (email === undefined) return
    this.topic.addSubscription(new EmailSubscription(email))
    Validations.of(this.topic).acknowledge({
      id: 'Serverless-SNSRedrivePolicy',
      reason:
        'SNS retries e-mail by itself; a queue of undelivered alarms would need an alarm of its own to be noticed.',
    })
  }
}
