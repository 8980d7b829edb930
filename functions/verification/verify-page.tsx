import type { Child } from 'hono/jsx'
import { Layout } from '../http/pages/layout.tsx'
import { REPORT_FILE } from './report-download.ts'
import { Checks } from './verify-page-checks.tsx'
import { type EndorsementDetail, Endorsers } from './verify-page-endorsers.tsx'
import { AboutCheck, Award, Facts, IssuerFacts } from './verify-page-facts.tsx'
import { RecipientForm, VERIFY_HREF, VerifyFormSection } from './verify-page-form.tsx'
import { VERIFY_WORDS, type VerifyLanguage } from './verify-page-languages.ts'
import { RecipientVerdict, type ResultProps, Verdict } from './verify-page-verdict.tsx'
import type { Obstacle } from './verify-page-words.ts'

interface PageProps {
  readonly language: VerifyLanguage
  /** The address of the page with the form. */
  readonly url: string
}

interface FrameProps extends PageProps {
  readonly title: string
  readonly isUnlisted: boolean
  readonly children: Child
  readonly footer: Child
}

const Frame = ({ language, url, title, isUnlisted, children, footer }: FrameProps) => {
  const words = VERIFY_WORDS[language]
  return (
    <Layout
      language={language}
      title={title}
      siteName={words.site}
      description={words.intro}
      url={url}
      isUnlisted={isUnlisted}
      header={<p class="by">{words.site}</p>}
      footer={footer}
    >
      {children}
    </Layout>
  )
}

/** The form, and why what was sent with it was not checked. */
export const VerifyFormPage = ({ language, url, obstacle }: PageProps & { readonly obstacle?: Obstacle }) => {
  const words = VERIFY_WORDS[language]
  const told = obstacle && words.obstacles[obstacle]
  return (
    <Frame
      language={language}
      url={url}
      title={told === undefined ? words.title : `${words.obstacleHeading} · ${words.title}`}
      isUnlisted={told !== undefined}
      footer={null}
    >
      <h1>{words.title}</h1>
      {told === undefined ? (
        <p class="lead">{words.intro}</p>
      ) : (
        <section class="status bad" aria-labelledby="obstacle" role="alert">
          <h2 id="obstacle">{words.obstacleHeading}</h2>
          <p>
            <strong>{told.says}</strong> {told.todo}
          </p>
        </section>
      )}
      <VerifyFormSection words={words.form} />
    </Frame>
  )
}

/** The verdict on a badge, what it rests on, and the report to take away. */
export const VerifyResultPage = ({
  report,
  language,
  url,
  detail,
  download,
}: PageProps &
  ResultProps & {
    readonly detail: EndorsementDetail
    /** The report as an address that holds it; absent when it is too large for a page. */
    readonly download: string | undefined
  }) => {
  const words = VERIFY_WORDS[language]
  const { outcome, credential, presented, recipient } = report
  const verdict = words.verdicts[outcome].heading
  return (
    <Frame
      language={language}
      url={url}
      title={[verdict, credential.name?.slice(0, 80), words.site].filter((part) => part !== undefined).join(' · ')}
      isUnlisted
      footer={
        <section aria-labelledby="report">
          <h2 id="report">{words.report.heading}</h2>
          <AboutCheck report={report} language={language} />
          {download === undefined ? (
            <p>{words.report.tooLarge}</p>
          ) : (
            <div class="noprint">
              <p>
                <a href={download} download={REPORT_FILE}>
                  {words.report.download}
                </a>
              </p>
              <p class="soft">{words.report.hint}</p>
            </div>
          )}
          <p class="noprint">
            <a href={VERIFY_HREF}>{words.another}</a>
          </p>
        </section>
      }
    >
      <Verdict report={report} language={language} />
      <RecipientVerdict report={report} language={language} />
      <Facts report={report} language={language} />
      <Award report={report} language={language} />
      <Checks report={report} language={language} />
      <Endorsers report={report} language={language} detail={detail} />
      <IssuerFacts report={report} language={language} />
      {presented?.url === undefined || recipient !== undefined ? null : (
        <section class="noprint" aria-labelledby="whom">
          <h2 id="whom">{words.askRecipient}</h2>
          <p class="soft">{words.form.whomHint}</p>
          <RecipientForm words={words.form} url={presented.url} />
        </section>
      )}
    </Frame>
  )
}
