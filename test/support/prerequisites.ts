import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { env } from 'node:process'

const OLDEST_JAVA = 17

const JAVA_MISSING = `The tests on DynamoDB Local need Java ${OLDEST_JAVA} or newer. Install it with one of:
  Debian, Ubuntu   apt-get install -y openjdk-17-jre-headless
  Fedora           dnf install -y java-17-openjdk-headless
  macOS            brew install openjdk@17
  Windows          winget install Microsoft.OpenJDK.17
or point DYNAMODB_ENDPOINT at a DynamoDB Local that already runs.`

const CHROMIUM_MISSING = `The end-to-end tests need Chromium or Chrome. Install it with one of:
  Debian           apt-get install -y chromium fonts-noto-core
  Ubuntu           snap install chromium
  Fedora           dnf install -y chromium
  macOS            brew install --cask google-chrome
  Windows          winget install Google.Chrome
or name the program in CHROMIUM_PATH.`

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome.exe']
const CHROMIUM_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** The browser for the end-to-end tests: `CHROMIUM_PATH`, or the first one found on PATH or in its usual place. */
export function findChromium(): string | undefined {
  const onPath = (env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => CHROMIUM_NAMES.map((name) => join(folder, name)))
  return [env['CHROMIUM_PATH'] ?? '', ...onPath, ...CHROMIUM_PLACES].find((file) => file !== '' && existsSync(file))
}

/** What this machine lacks for the given tiers, each as a message that says how to get it. */
export function missingPrerequisites(tiers: readonly string[]): readonly string[] {
  const needsJava = (tiers.includes('contract') || tiers.includes('e2e')) && !env['DYNAMODB_ENDPOINT']
  return [
    ...(needsJava && !hasJava() ? [JAVA_MISSING] : []),
    ...(tiers.includes('e2e') && !findChromium() ? [CHROMIUM_MISSING] : []),
  ]
}

function hasJava(): boolean {
  const { stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' })
  const major = /version "(\d+)/.exec(stderr ?? '')?.[1]
  return major !== undefined && Number(major) >= OLDEST_JAVA
}
