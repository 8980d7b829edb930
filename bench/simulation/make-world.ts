import { ATTACK, type CommunitySize, HONEST, type Noise, TIME, TRADERS } from './assumptions.ts'
import { type Chance, chanceOf } from './random.ts'
import { isCorrupted, type Person, type PlannedClaim, type World } from './world.ts'

const YEAR = 360

type Draft = { -readonly [Key in keyof Person]: Person[Key] }

/** The community of a seed: the same for every rule. `turn` of `turns` says how large its ring is within what its size allows. */
export function makeWorld(
  size: CommunitySize,
  seed: number,
  { turn, turns }: { readonly turn: number; readonly turns: number },
  noise: Noise,
): World {
  const chance = chanceOf(seed, size.honest)
  const [smallest, largest] = size.ring
  const ringSize = Math.round(smallest + ((largest - smallest) * turn) / Math.max(1, turns - 1))
  const people: Draft[] = []
  for (let one = 0; one < size.honest; one += 1) people.push(honestPerson(people.length, size, chance))
  const panel = chance.shuffled(people.filter(({ joined }) => joined < 0)).slice(0, size.panel)
  const dominant = chance.pick(people.filter((person) => person.joined < 0 && !panel.includes(person)))
  if (dominant) Object.assign(dominant, { kind: 'dominant', answers: 1 })
  formTradingGroups(
    people.filter((person) => person !== dominant && !panel.includes(person)),
    chance,
  )
  const ring = formRing(people, panel, ringSize, size, chance)
  const puppets = formPuppets(people, panel, size, chance)
  meetContacts(people, chance)
  return {
    seed,
    name: size.name,
    noise,
    people,
    panel: panel.map(({ index }) => index),
    gangs: [ring, puppets].map((gang) => gang.map(({ index }) => index)),
    claims: planClaims(people, chance),
  }
}

function honestPerson(index: number, { circleSize, honest }: CommunitySize, chance: Chance): Draft {
  const [least, most] = HONEST.answers
  const isNew = chance.happens(HONEST.newcomers)
  return {
    index,
    id: `m${String(index).padStart(5, '0')}`,
    kind: 'honest',
    place: 0,
    ordinary: true,
    joined: isNew ? chance.between(0, TIME.lastOpening) : -chance.between(30, 400),
    circles: circleSize === 0 ? [] : [`c${chance.below(Math.ceil(honest / circleSize))}`],
    contacts: [],
    friends: new Set(),
    answers: chance.between(least, most),
  }
}

function formTradingGroups(candidates: readonly Draft[], chance: Chance): void {
  const traders = chance.shuffled(candidates).slice(0, Math.round(candidates.length * TRADERS.share))
  const [least, most] = TRADERS.group
  while (traders.length > 0) {
    const group = traders.splice(0, least + chance.below(most - least + 1))
    for (const one of group)
      Object.assign(one, {
        kind: 'trader',
        friends: new Set(group.filter((other) => other !== one).map(({ index }) => index)),
      })
  }
}

/** Half of a ring are members like others who agree to trade; the rest they bring along. */
function formRing(
  people: Draft[],
  panel: readonly Draft[],
  ringSize: number,
  size: CommunitySize,
  chance: Chance,
): readonly Draft[] {
  const ordinary = recruits(people, panel, Math.ceil(ringSize * ATTACK.ordinary), chance)
  const brought = Array.from({ length: ringSize - ordinary.length }, (_, one) =>
    newAccount(people, 'ring', size, chance, ordinary.length + one),
  )
  const ring = chance.shuffled([...ordinary, ...brought])
  for (const [place, one] of ring.entries()) Object.assign(one, { kind: 'ring', gang: 0, place, answers: 1 })
  return ring
}

/** One member like others, and their further accounts. */
function formPuppets(people: Draft[], panel: readonly Draft[], size: CommunitySize, chance: Chance): readonly Draft[] {
  const [person] = recruits(people, panel, 1, chance)
  if (!person) throw new TypeError('a community needs a member to be the person behind puppets')
  Object.assign(person, { kind: 'puppet', gang: 1, place: 0, answers: 1 })
  const puppets = Array.from({ length: size.puppets }, (_, one) => {
    const puppet = newAccount(people, 'puppet', size, chance, one + 1)
    if (chance.happens(ATTACK.careless)) puppet.sameAddressAs = person.id
    return puppet
  })
  return [person, ...puppets]
}

const recruits = (people: readonly Draft[], panel: readonly Draft[], count: number, chance: Chance) =>
  chance
    .shuffled(people.filter((one) => one.kind === 'honest' && one.joined < 0 && !panel.includes(one)))
    .slice(0, count)

function newAccount(
  people: Draft[],
  kind: 'ring' | 'puppet',
  size: CommunitySize,
  chance: Chance,
  place: number,
): Draft {
  const [earliest, latest] = ATTACK.joins
  const account: Draft = {
    ...honestPerson(people.length, size, chance),
    kind,
    gang: kind === 'ring' ? 0 : 1,
    place,
    ordinary: false,
    joined: chance.between(earliest, latest),
    answers: 1,
  }
  people.push(account)
  return account
}

/** Everybody knows those of their circle, and a few others. */
function meetContacts(people: readonly Draft[], chance: Chance): void {
  const circleOf = ({ circles }: Person) => circles[0]
  for (const person of people) {
    const near = people.filter((one) => circleOf(person) !== undefined && circleOf(one) === circleOf(person))
    const far = Array.from({ length: HONEST.contacts }, () => people[chance.below(people.length)])
    const known = [...near, ...far].flatMap((one) => (one === undefined || one === person ? [] : one.index))
    person.contacts = [...new Set([...person.friends, ...known])]
  }
}

function planClaims(people: readonly Person[], chance: Chance): readonly PlannedClaim[] {
  const plans: Omit<PlannedClaim, 'index'>[] = []
  for (const person of people) {
    const learner = person.index
    if (person.ordinary)
      for (const opens of openings(Math.max(0, person.joined), YEAR / HONEST.claimsPerYear, chance)) {
        const deserving = isCorrupted(person) || !chance.happens(HONEST.undeserving)
        plans.push({ learner, opens, deserving, attack: false })
      }
    if (!isCorrupted(person)) continue
    const every = person.kind === 'puppet' && person.place > 0 ? ATTACK.puppetEvery : ATTACK.every
    const first = ATTACK.begins + chance.between(0, every)
    for (let opens = first; opens < TIME.lastOpening; opens += every)
      plans.push({ learner, opens, deserving: false, attack: true })
  }
  return plans.sort((a, b) => a.opens - b.opens).map((plan, index) => ({ ...plan, index }))
}

function openings(from: number, mean: number, chance: Chance): readonly number[] {
  const days: number[] = []
  for (let day = from + chance.wait(mean); day < TIME.lastOpening; day += chance.wait(mean)) days.push(day)
  return days
}
