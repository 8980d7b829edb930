import { type Agenda, agendaOf } from './agenda.ts'
import { ATTACK, DOMINANT, HONEST, TIME } from './assumptions.ts'
import { type Chance, chanceOf } from './random.ts'
import { areInLeague, levelGiven } from './reviewing.ts'
import type { RuleAtWork, Rulebook } from './rules/rulebook.ts'
import { chooseAccomplice } from './scheming.ts'
import {
  isCorrupted,
  isEndorsement,
  type OpenClaim,
  type Person,
  type PlannedClaim,
  type Way,
  type World,
} from './world.ts'

/** A claim with those who have been asked about its present version. */
interface Tracked extends OpenClaim {
  readonly chance: Chance
  readonly asked: Set<number>
  /** How many versions each reviewer has judged. */
  readonly looks: Map<number, number>
  /** Requests that nobody has lost patience with, by how the reviewer was found. */
  waiting: { chosen: number; drawn: number }
  asks: number
  /** When reviewers are looked for again since too few were found. */
  seeksAgainAt: number
  /** No accomplice is of use any more, so that others have to be asked. */
  needsOthers: boolean
  /** Reviews that the learner gave while this claim was open. */
  gave: number
}

interface Request {
  readonly version: number
  readonly reviewer: Person
  readonly way: 'drawn' | 'chosen'
  isWaitedFor: boolean
}

type Happening =
  | { readonly kind: 'opens'; readonly plan: PlannedClaim }
  | { readonly kind: 'answers' | 'runs-late'; readonly claim: Tracked; readonly request: Request }
  | { readonly kind: 'schemes'; readonly claim: Tracked; readonly version: number }
  | { readonly kind: 'passes-by' | 'is-looked-at' | 'gives'; readonly claim: Tracked }
  | { readonly kind: 'revises' | 'seeks' | 'expires'; readonly claim: Tracked }

/** Everything in one community under one rule. */
interface Site {
  readonly world: World
  readonly rule: RuleAtWork
  readonly agenda: Agenda<Happening>
  readonly claims: Tracked[]
  /** Claims that take judgements. */
  readonly open: Set<Tracked>
  /** Requests each member has not answered, late ones included. */
  readonly busy: Int32Array
  readonly dominant: Person | undefined
}

/** Plays the year of a community under a rule; the claims as they ended, in the order they were opened. */
export function runCommunity(world: World, rulebook: Rulebook): readonly OpenClaim[] {
  const site: Site = {
    world,
    rule: rulebook.open(world),
    agenda: agendaOf<Happening>(),
    claims: [],
    open: new Set(),
    busy: new Int32Array(world.people.length),
    dominant: world.people.find(({ kind }) => kind === 'dominant'),
  }
  for (const plan of world.claims) site.agenda.put(plan.opens, { kind: 'opens', plan })
  for (let next = site.agenda.next(); next !== undefined && next.at <= TIME.end; next = site.agenda.next())
    take(site, next.happening, next.at)
  return site.claims
}

function take(site: Site, happening: Happening, now: number): void {
  switch (happening.kind) {
    case 'opens':
      open(site, happening.plan, now)
      break
    case 'answers':
      answer(site, happening.claim, happening.request, now)
      break
    case 'runs-late':
      stopWaiting(site, happening.claim, happening.request, now)
      break
    case 'passes-by':
      passBy(site, happening.claim, now)
      break
    case 'is-looked-at':
      if (site.dominant) judge(site, happening.claim, site.dominant, 'own-accord', now)
      break
    case 'gives':
      give(site, happening.claim, now)
      break
    case 'schemes':
      if (happening.version === happening.claim.version) scheme(site, happening.claim, now)
      break
    case 'revises':
      revise(site, happening.claim, now)
      break
    case 'seeks':
      seek(site, happening.claim, now)
      break
    case 'expires':
      end(site, happening.claim, 'over', now)
      break
  }
}

function open(site: Site, plan: PlannedClaim, now: number): void {
  const { world, rule, agenda } = site
  const learner = world.people[plan.learner]
  if (learner === undefined) throw new TypeError(`there is no member ${plan.learner}`)
  const chance = chanceOf(world.seed, 2, plan.index)
  const claim: Tracked = {
    plan,
    learner,
    status: 'open',
    version: 1,
    deserving: plan.deserving,
    judgements: [],
    given: 0,
    endorsed: 0,
    endedAt: undefined,
    chance,
    asked: new Set(),
    looks: new Map(),
    waiting: { chosen: 0, drawn: 0 },
    asks: 0,
    seeksAgainAt: 0,
    needsOthers: false,
    gave: 0,
  }
  site.claims.push(claim)
  site.open.add(claim)
  rule.opened(claim, now)
  agenda.put(now + TIME.claim, { kind: 'expires', claim })
  if (rule.openToAll) {
    agenda.put(now + chance.wait(1 / HONEST.passersByPerDay), { kind: 'passes-by', claim })
    if (chance.happens(DOMINANT.looksAtClaim)) agenda.put(now + chance.between(0, 2), { kind: 'is-looked-at', claim })
  }
  if (rule.mustGive > 0) agenda.put(now + delayOf(learner, chance), { kind: 'gives', claim })
  if (plan.attack) agenda.put(now + chance.between(0, 1), { kind: 'schemes', claim, version: 1 })
  seek(site, claim, now)
}

/** Asks as many reviewers as the rule still wants beyond those who are waited for. */
function seek(site: Site, claim: Tracked, now: number): void {
  if (claim.status !== 'open') return
  const wanted = site.rule.wanted(claim, now)
  const drawn = Math.min(wanted.drawn - claim.waiting.drawn, HONEST.asksPerVersion - claim.asks)
  if (drawn > 0) {
    const found = site.rule.draw(claim, drawn, now)
    for (const reviewer of found) ask(site, claim, reviewer, 'drawn', now)
    if (found.length < drawn && claim.seeksAgainAt <= now) {
      claim.seeksAgainAt = now + HONEST.patience
      site.agenda.put(claim.seeksAgainAt, { kind: 'seeks', claim })
    }
  }
  // People in league ask nobody else as long as their own are of use.
  if (claim.plan.attack && !claim.needsOthers) return
  const chosen = Math.min(wanted.chosen - claim.waiting.chosen, HONEST.asksPerVersion - claim.asks)
  for (let count = 0; count < chosen; count += 1) {
    const reviewer = chooseReviewer(site, claim, now)
    if (reviewer) ask(site, claim, reviewer, 'chosen', now)
  }
}

/** Whom the rule makes look promising, a contact of the learner mostly, otherwise anyone; nobody who is busy already. */
function chooseReviewer({ world: { people }, rule, busy }: Site, claim: Tracked, now: number): Person | undefined {
  const { learner, chance } = claim
  const suggested = rule.suggested?.(claim, now) ?? []
  for (let tries = 0; tries < 20; tries += 1) {
    const contact = chance.happens(HONEST.asksContact) ? chance.pick(learner.contacts) : undefined
    const person =
      tries < 5 && suggested.length > 0 ? chance.pick(suggested) : people[contact ?? chance.below(people.length)]
    if (person === undefined || (busy[person.index] ?? 0) >= HONEST.openRequests) continue
    if (isFree(claim, person, now) && !claim.asked.has(person.index) && rule.mayJudge(person, claim)) return person
  }
  return undefined
}

function ask(site: Site, claim: Tracked, reviewer: Person, way: Request['way'], now: number, isWaitedFor = true): void {
  const request: Request = { version: claim.version, reviewer, way, isWaitedFor }
  claim.asked.add(reviewer.index)
  if (isWaitedFor) {
    claim.waiting[way] += 1
    claim.asks += 1
    site.busy[reviewer.index] = (site.busy[reviewer.index] ?? 0) + 1
  }
  // Whether and when they answer is theirs, and the same under every rule.
  const chance = chanceOf(site.world.seed, 3, claim.plan.index, claim.version, reviewer.index)
  const delay = delayOf(reviewer, chance)
  const answers = chance.happens(reviewer.answers) && delay <= HONEST.requestLasts
  site.agenda.put(now + HONEST.patience, { kind: 'runs-late', claim, request })
  if (answers) site.agenda.put(now + delay, { kind: 'answers', claim, request })
}

/** Accomplices are quick with everything, so that they are free to be drawn. */
const delayOf = (reviewer: Person, chance: Chance): number => {
  const { least, mean } = HONEST.answerDelay
  return isCorrupted(reviewer) ? chance.between(...ATTACK.answerDelay) : least + chance.wait(mean)
}

function answer(site: Site, claim: Tracked, request: Request, now: number): void {
  settle(site, claim, request)
  site.rule.answered?.(claim, request.reviewer)
  if (request.version === claim.version) judge(site, claim, request.reviewer, request.way, now)
  seek(site, claim, now)
}

function stopWaiting(site: Site, claim: Tracked, request: Request, now: number): void {
  if (!request.isWaitedFor) return
  settle(site, claim, request)
  site.rule.lapsed?.(claim, request.reviewer)
  seek(site, claim, now)
}

function settle({ busy }: Site, claim: Tracked, request: Request): void {
  if (!request.isWaitedFor) return
  request.isWaitedFor = false
  busy[request.reviewer.index] = (busy[request.reviewer.index] ?? 0) - 1
  if (request.version === claim.version) claim.waiting[request.way] -= 1
}

/** Whether somebody is there and can judge the present version of a claim. */
const isFree = ({ learner, judgements }: OpenClaim, person: Person, now: number): boolean =>
  person !== learner && person.joined <= now && judgements.every(({ reviewer }) => reviewer !== person.index)

function judge(site: Site, claim: Tracked, reviewer: Person, way: Way, now: number): void {
  const { rule, world } = site
  if (claim.status !== 'open' || !isFree(claim, reviewer, now) || !rule.mayJudge(reviewer, claim)) return
  const judgement = { reviewer: reviewer.index, at: now, level: levelGiven(world, reviewer, claim, way), way }
  rule.judged(claim, judgement)
  claim.judgements.push(judgement)
  claim.looks.set(reviewer.index, (claim.looks.get(reviewer.index) ?? 0) + 1)
  claim.given += 1
  if (isEndorsement(judgement)) claim.endorsed += 1
  settleClaim(site, claim, now)
}

function settleClaim(site: Site, claim: Tracked, now: number): void {
  if (claim.status !== 'open') return
  switch (site.rule.decide(claim, now)) {
    case 'pending':
      break
    case 'met':
      end(site, claim, 'awarded', now)
      break
    case 'refused':
      end(site, claim, 'over', now)
      break
    case 'revise':
      askRevision(site, claim, now)
      break
  }
}

function askRevision({ agenda, rule, open: openClaims }: Site, claim: Tracked, now: number): void {
  const { chance, plan } = claim
  claim.status = 'revision'
  openClaims.delete(claim)
  rule.closed(claim, now)
  if (claim.version >= rule.versions) return
  if (plan.attack) agenda.put(now + chance.between(...ATTACK.revisionDelay), { kind: 'revises', claim })
  else if (claim.version < HONEST.versions && chance.happens(HONEST.revises))
    agenda.put(now + chance.between(...HONEST.revisionDelay), { kind: 'revises', claim })
}

/** A new version, which nobody has judged; in an honest one the work may have become better. */
function revise(site: Site, claim: Tracked, now: number): void {
  if (claim.status !== 'revision') return
  claim.status = 'open'
  claim.version += 1
  claim.deserving ||= !claim.plan.attack && claim.chance.happens(HONEST.improves)
  claim.judgements = []
  claim.asked.clear()
  claim.waiting = { chosen: 0, drawn: 0 }
  claim.asks = 0
  site.open.add(claim)
  site.rule.opened(claim, now)
  if (claim.plan.attack) site.agenda.put(now, { kind: 'schemes', claim, version: claim.version })
  for (const reviewer of site.rule.recalled?.(claim) ?? []) {
    if (!isCorrupted(reviewer) && (claim.looks.get(reviewer.index) ?? 0) >= HONEST.looks) continue
    // People in league would rather have others drawn than wait for somebody who saw through them.
    const isWaitedFor = !claim.plan.attack || areInLeague(reviewer, claim.learner)
    ask(site, claim, reviewer, 'drawn', now, isWaitedFor)
  }
  seek(site, claim, now)
}

function end({ rule, open: openClaims }: Site, claim: Tracked, status: 'awarded' | 'over', now: number): void {
  if (claim.status === 'awarded' || claim.status === 'over') return
  claim.status = status
  claim.endedAt = now
  openClaims.delete(claim)
  rule.closed(claim, now)
}

/** Somebody honest comes by themselves; another will. */
function passBy(site: Site, claim: Tracked, now: number): void {
  if (claim.status === 'awarded' || claim.status === 'over') return
  const { people } = site.world
  const person = people[claim.chance.below(people.length)]
  if (person && !isCorrupted(person)) judge(site, claim, person, 'own-accord', now)
  site.agenda.put(now + claim.chance.wait(1 / HONEST.passersByPerDay), { kind: 'passes-by', claim })
}

/** The learner judges another's claim, since the rule asks for that in return. */
function give(site: Site, claim: Tracked, now: number): void {
  if (claim.gave >= site.rule.mustGive || claim.status === 'awarded' || claim.status === 'over') return
  const { learner, chance } = claim
  if (chance.happens(learner.answers)) {
    const other = lookFor(site, learner, chance, now)
    if (other && other.learner !== learner) {
      judge(site, other, learner, 'own-accord', now)
      claim.gave += 1
    }
    settleClaim(site, claim, now)
  }
  site.agenda.put(now + delayOf(learner, chance), { kind: 'gives', claim })
}

function lookFor({ rule, open: openClaims }: Site, person: Person, chance: Chance, now: number): Tracked | undefined {
  const found = rule.next ? rule.next(person, now) : chance.pick([...openClaims])
  for (const claim of openClaims) if (claim === found) return claim
  return undefined
}

/** Those in league do what helps most, not all on the same day. */
function scheme(site: Site, claim: Tracked, now: number): void {
  if (claim.status !== 'open') return
  const { world, rule, agenda } = site
  const gang = (world.gangs[claim.learner.gang ?? -1] ?? []).flatMap((index) => world.people[index] ?? [])
  const free = gang.filter((one) => isFree(claim, one, now) && !claim.asked.has(one.index))
  const needed = rule.known.needed(claim, now)
  const accomplice = needed > 0 ? chooseAccomplice(rule, gang.length, free, claim, claim.chance, now) : undefined
  if (accomplice && rule.next) searchQueue(site, claim, accomplice, now)
  else if (accomplice) judge(site, claim, accomplice, 'own-accord', now)
  if (needed > 0 && !accomplice) claim.needsOthers = true
  agenda.put(now + claim.chance.between(0, (2 * ATTACK.spread) / 3), { kind: 'schemes', claim, version: claim.version })
  seek(site, claim, now)
}

/** Judges what a queue gives, as anybody would, until it gives the claim that matters. */
function searchQueue(site: Site, claim: Tracked, accomplice: Person, now: number): void {
  for (let pulls = 0; pulls < ATTACK.pullsPerDay; pulls += 1) {
    const given = lookFor(site, accomplice, claim.chance, now)
    if (given === undefined || !site.rule.mayJudge(accomplice, given)) return
    judge(site, given, accomplice, 'own-accord', now)
    if (given === claim || areInLeague(given.learner, accomplice)) return
  }
}
