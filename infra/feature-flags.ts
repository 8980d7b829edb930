/** How aws-cdk-lib is to behave; in code, so that tests and `cdk synth` see the same template. */
export const FEATURE_FLAGS = {
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/core:checkSecretUsage': true,
  '@aws-cdk/aws-lambda:useCdkManagedLogGroup': true,
} as const
