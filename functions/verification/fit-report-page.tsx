import type { VerificationReport } from '../../schemas/verification-report.ts'
import { type FittedPage, firstThatFits } from '../http/pages/fit-page.ts'
import { toDocument } from '../http/pages/layout.tsx'
import { toReportAddress } from './report-download.ts'
import { sayInLanguage } from './say-in-language.ts'
import { VerifyResultPage } from './verify-page.tsx'
import type { VerifyLanguage } from './verify-page-languages.ts'

/** Of longer lists the passed checks of each endorsement are not even tried on the page, which bounds the work. */
const MAX_DETAILED = 60
const MAX_LISTED = 200
const MAX_BESIDE_NOTHING = 40

/**
 * The page with the verdict, within its weight: with as much of the endorsements as there is room for. The report to take away
 * holds all of it, and is left out last.
 */
export function fitReportPage(props: {
  readonly report: VerificationReport
  readonly language: VerifyLanguage
  readonly url: string
}): Promise<FittedPage> {
  const report = sayInLanguage(props.report, props.language)
  const download = toReportAddress(report)
  const count = report.endorsements.length
  const make = (detail: { readonly count: number; readonly withPassed: boolean }, address: string | undefined) => () =>
    toDocument(<VerifyResultPage {...props} report={report} detail={detail} download={address} />)
  return firstThatFits([
    ...(count <= MAX_DETAILED ? [make({ count, withPassed: true }, download)] : []),
    make({ count: MAX_LISTED, withPassed: false }, download),
    make({ count: MAX_BESIDE_NOTHING, withPassed: false }, download),
    make({ count: MAX_BESIDE_NOTHING, withPassed: false }, undefined),
  ])
}
