import type { AchievementDraft } from '../../../schemas/achievement.ts'
import type { ThresholdPolicy } from '../../../schemas/policy.ts'
import type { Achievement, AchievementVersion } from '../achievement/achievement.ts'
import { pointAtVersion } from '../achievement/draft-achievement.ts'
import { publishAchievement } from '../achievement/publish-achievement.ts'
import type { Challenge } from '../challenge/challenge.ts'
import type { Digests, Id, Slug } from '../shared/ids.ts'
import type { Instant } from '../shared/instant.ts'

type Attainment = NonNullable<ThresholdPolicy['attainment']>

/** An achievement that the service gives by itself, with its first version. */
export interface PublishedAttainment {
  readonly achievement: Achievement
  readonly version: AchievementVersion
}

/**
 * Makes and publishes an achievement whose badge the service gives for what it has recorded. Facilitators may reword it; the
 * rule of its versions stays.
 */
export function publishAttainment(
  { id, community, attainment }: { readonly id: Id; readonly community: Slug; readonly attainment: Attainment },
  draft: AchievementDraft,
  now: Instant,
  digests: Digests,
): PublishedAttainment {
  const drafted: Achievement = {
    id,
    community,
    draft,
    attainment,
    publishedVersion: 0,
    draftChanged: true,
    createdAt: now,
    changedAt: now,
    version: 1,
  }
  const published = publishAchievement(drafted, { foundingPanel: 0 }, now, digests)
  if (!published.ok) throw new TypeError(`a new achievement cannot be published: ${published.error.code}`)
  return { achievement: pointAtVersion(drafted, published.value), version: published.value }
}

/** The licence of a challenge, in English and Hindi. */
export const licenceDraft = ({ id, name }: Pick<Challenge, 'id' | 'name'>): AchievementDraft => ({
  name: cut(`Assessor licence: ${name}`),
  description: 'Judges work of this challenge as its reference judgements do, as a calibration has shown.',
  criteria: {
    narrative:
      'Rated samples that were drawn at random and whose right levels were known beforehand, and came close enough to them often enough. The licence lasts until the date in the badge; rating further samples that come from time to time prolongs it.',
  },
  achievementType: 'License',
  inLanguage: 'en',
  challenge: id,
  repeatable: 'many',
  translations: [
    {
      inLanguage: 'hi',
      name: cut(`मूल्यांकनकर्ता लाइसेंस: ${name}`),
      description: 'इस चुनौती के काम को वैसे ही आँकते हैं जैसे इसके संदर्भ-मूल्यांकन; यह एक अंशांकन में दिखा है।',
      criteria:
        'यादृच्छिक रूप से चुने गए नमूनों को आँका, जिनके सही स्तर पहले से ज्ञात थे, और पर्याप्त बार उनके पर्याप्त निकट रहे। लाइसेंस बैज में लिखी तारीख़ तक चलता है; समय-समय पर आने वाले और नमूने आँकने से यह आगे बढ़ता है।',
    },
  ],
})

/** What a community thanks careful reviewers with, in English and Hindi. */
export const thanksDraft = (): AchievementDraft => ({
  name: 'Thanks for careful reviewing',
  description:
    'Took the time, over three months, to judge the work of peers with care and without keeping them waiting.',
  criteria: {
    narrative:
      'In one quarter of a year, judgements of peers’ work that agreed with the outcome and with what other peers found, to within one level, and that came in time. Nobody is ranked, and how much anybody reviewed is not compared.',
  },
  achievementType: 'CommunityService',
  inLanguage: 'en',
  repeatable: 'many',
  translations: [
    {
      inLanguage: 'hi',
      name: 'सावधानी से समीक्षा के लिए धन्यवाद',
      description: 'तीन महीनों तक साथियों के काम को ध्यान से और बिना प्रतीक्षा कराए आँकने के लिए समय निकाला।',
      criteria:
        'वर्ष की एक तिमाही में साथियों के काम के ऐसे मूल्यांकन जो परिणाम से और अन्य साथियों के मूल्यांकन से एक स्तर के भीतर मेल खाते हैं और समय पर दिए गए। किसी को क्रम नहीं दिया जाता, और किसने कितनी समीक्षाएँ कीं, इसकी तुलना नहीं होती।',
    },
  ],
})

/** A challenge's name may be as long as that of an achievement; no character is cut in half. */
const cut = (name: string): string =>
  name.length > 200 ? `${name.slice(0, 199).replace(/[\ud800-\udbff]$/, '')}…` : name
