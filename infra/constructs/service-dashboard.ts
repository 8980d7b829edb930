import { Duration } from 'aws-cdk-lib'
import { Dashboard, GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import { Construct } from 'constructs'

export interface ServiceDashboardProps {
  /** The functions by the name to show. */
  readonly functions: Readonly<Record<string, IFunction>>
  /** Further graphs: a title and what is drawn. */
  readonly graphs: readonly { readonly title: string; readonly metrics: readonly IMetric[] }[]
}

/** One page with what an operator looks at first: calls, failures and durations of each function, then further graphs. */
export class ServiceDashboard extends Construct {
  constructor(scope: Construct, id: string, { functions, graphs }: ServiceDashboardProps) {
    super(scope, id)
    const named = Object.entries(functions)
    const ofEach = (toMetric: (fn: IFunction, label: string) => IMetric) =>
      named.map(([name, fn]) => toMetric(fn, name))
    const period = Duration.minutes(5)
    const rows = [
      { title: 'Calls', metrics: ofEach((fn, label) => fn.metricInvocations({ label, period })) },
      { title: 'Failures', metrics: ofEach((fn, label) => fn.metricErrors({ label, period })) },
      {
        title: 'Duration, 99 of 100',
        metrics: ofEach((fn, label) => fn.metricDuration({ label, period, statistic: 'p99' })),
      },
      ...graphs,
    ]
    const widgets = rows.map(({ title, metrics }) => new GraphWidget({ title, left: [...metrics], width: 8 }))
    new Dashboard(this, 'Dashboard', { widgets: [widgets] })
  }
}
