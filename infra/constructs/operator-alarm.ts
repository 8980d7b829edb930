import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'

export interface OperatorAlarmProps {
  readonly metric: IMetric
  /** What has happened and what to look at first, in a sentence. */
  readonly description: string
  /** The highest value of the metric that is still fine. */
  readonly tolerated: number
  readonly topic: ITopic
  /**
   * Periods of the metric in a row that must be above what is tolerated.
   *
   * @default 1
   */
  readonly periods?: number
  /**
   * Raises the alarm when the metric falls to `tolerated` or below, or is absent, instead of when it rises above it.
   *
   * @default false
   */
  readonly whenSilent?: boolean
}

/** One metric out of bounds, told to the operators' topic when it begins and when it ends. */
export class OperatorAlarm extends Construct {
  readonly alarm: Alarm

  constructor(scope: Construct, id: string, props: OperatorAlarmProps) {
    super(scope, id)
    const { metric, description, tolerated, topic, periods = 1, whenSilent = false } = props
    this.alarm = new Alarm(this, 'Alarm', {
      metric,
      alarmDescription: description,
      threshold: tolerated,
      evaluationPeriods: periods,
      comparisonOperator: whenSilent
        ? ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD
        : ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: whenSilent ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    })
    const tell = new SnsAction(topic)
    this.alarm.addAlarmAction(tell)
    this.alarm.addOkAction(tell)
  }
}
