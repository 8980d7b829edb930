import { setTimeout as delay } from 'node:timers/promises'
import type { PolicyInput } from '../schemas/policy.ts'
import { pooled } from './statistics.ts'

type Json = Readonly<Record<string, unknown>>

const ANSWER_MILLISECONDS = 30_000
const ISSUED_MILLISECONDS = 60_000
const LOOK_AGAIN_MILLISECONDS = 5

/** A community of the running service, as a client of its API sees it. */
export interface Guild {
  readonly members: readonly string[]
  publish(policy: PolicyInput): Promise<string>
  openClaim(achievement: string): Promise<{ readonly id: string; readonly credentialUrl: string }>
  endorse(claim: string, endorser: string): Promise<void>
  /** Resolves when the badge is served at its URL. */
  untilServed(credentialUrl: string): Promise<void>
}

interface Site {
  readonly url: string
  readonly adminToken: string
}

/** Founds a community with so many members. */
export async function foundGuild({ url, adminToken }: Site, size: number): Promise<Guild> {
  const slug = `bench-${Date.now().toString(36)}-${size}`
  await post(url, adminToken, '/v1/communities', { slug, name: 'Weavers’ Guild' })
  const made = await post(url, adminToken, `/v1/communities/${slug}/api-keys`, { name: 'bench', scopes: ['*'] })
  const key = String(made['key'])
  const within = async (path: string, body: object) => post(url, key, `/v1/communities/${slug}/${path}`, body)
  const addMember = async (name: string) => String((await within('members', { name }))['id'])
  const members: string[] = []
  await pooled(
    Array.from({ length: size }, (_, index) => `Peer ${index}`),
    8,
    async (name) => {
      members.push(await addMember(name))
    },
  )
  return {
    members,
    async publish(policy) {
      const draft = {
        name: 'Plain weave',
        description: 'Weaves an even plain cloth.',
        criteria: { narrative: 'Show a cloth.' },
        repeatable: 'many',
        policy,
      }
      const achievement = String((await within('achievements', draft))['id'])
      await within(`achievements/${achievement}/publish`, {})
      return achievement
    },
    async openClaim(achievement) {
      const learner = await addMember('Asha')
      const evidence = [{ id: 'https://example.org/cloth', name: 'The cloth' }]
      const claim = await within('claims', { achievement, learner, narrative: 'I wove it.', evidence })
      return { id: String(claim['id']), credentialUrl: String(claim['credentialUrl']) }
    },
    async endorse(claim, endorser) {
      const comment = 'Even edges all the way, and she explained how she got there.'
      await post(url, key, `/v1/claims/${claim}/endorsements`, {
        endorser,
        verdict: 'endorse',
        comment,
        consentToBeNamed: true,
      })
    },
    async untilServed(credentialUrl) {
      const deadline = performance.now() + ISSUED_MILLISECONDS
      while (performance.now() < deadline) {
        const answer = await fetch(`${credentialUrl}.json`, { signal: AbortSignal.timeout(ANSWER_MILLISECONDS) })
        await answer.arrayBuffer()
        if (answer.status === 200) return
        await delay(LOOK_AGAIN_MILLISECONDS)
      }
      throw new Error(`${credentialUrl} was not there after ${ISSUED_MILLISECONDS} ms`)
    },
  }
}

async function post(url: string, token: string, path: string, body: object): Promise<Json> {
  const answer = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(ANSWER_MILLISECONDS),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`POST ${path} answered ${answer.status}: ${text.slice(0, 300)}`)
  return JSON.parse(text)
}
