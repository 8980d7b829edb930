import { Duration, Stack } from 'aws-cdk-lib'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { OperatorAlarm } from './operator-alarm.ts'

export interface MinuteScheduleProps {
  readonly function: IFunction
  /** Where a call goes that the scheduler could not place. */
  readonly failuresTo: IQueue
  readonly alarmTopic: ITopic
}

/**
 * Calls a function every minute.
 *
 * A call that cannot be placed is dropped after a minute, since the next one does its work. Silence for five minutes
 * raises an alarm.
 */
export class MinuteSchedule extends Construct {
  constructor(scope: Construct, id: string, props: MinuteScheduleProps) {
    super(scope, id)
    const { failuresTo } = props
    const { functionArn } = props.function
    // Made by hand, because the ready-made target also allows every version and alias of the function.
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    })
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] }))
    role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [failuresTo.queueArn] }))
    new Schedule(this, 'Schedule', {
      description: 'Every minute: what is due',
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      target: {
        bind: () => ({
          arn: functionArn,
          role,
          deadLetterConfig: { arn: failuresTo.queueArn },
          retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 1 },
        }),
      },
    })
    new OperatorAlarm(this, 'Silent', {
      metric: props.function.metricInvocations({ period: Duration.minutes(5) }),
      description: 'Nothing that is due has been looked at for five minutes: the schedule does not run.',
      tolerated: 0,
      whenSilent: true,
      topic: props.alarmTopic,
    })
  }
}
