import recommended from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' }

/**
 * How aws-cdk-lib is to behave: as its pinned version recommends for new apps. In code and not in `cdk.json`, so that tests
 * and `cdk synth` make the same templates.
 */
export const FEATURE_FLAGS: Readonly<Record<string, unknown>> = {
  ...recommended,
  // A stack whose exports are in use cannot lose them.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
}
