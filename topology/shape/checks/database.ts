import type { Check } from './check.ts';

const TIERS = {
  ENTERPRISE_PLUS: {
    form: /^db-perf-optimized-N-\d+$/,
    allowed: 'db-perf-optimized-N-<vCPU>',
    example: 'db-perf-optimized-N-2',
  },
  ENTERPRISE: {
    form: /^db-(custom-\d+-\d+|f1-micro|g1-small)$/,
    allowed: 'db-custom-<vCPU>-<MiB>, db-f1-micro or db-g1-small',
    example: 'db-custom-2-7680',
  },
} as const;

const tier: Check = {
  reads: ['database.edition', 'database.tier'],
  check: ({ database: { edition, tier: given } }) => {
    const { form, allowed, example } = TIERS[edition];
    if (form.test(given)) return [];
    return [
      {
        path: 'database.tier',
        given: `${given}, with edition ${edition}`,
        allowed: `${allowed} with edition ${edition}`,
        fix: `Choose a tier of this edition, for example ${example}, or change database.edition.`,
      },
    ];
  },
};

const designation: Check = {
  reads: ['database.edition', 'database.designateReplica'],
  check: ({ database: { edition, designateReplica } }) =>
    designateReplica && edition !== 'ENTERPRISE_PLUS'
      ? [
          {
            path: 'database.designateReplica',
            given: `true, with edition ${edition}`,
            allowed: 'true only with edition ENTERPRISE_PLUS',
            fix: 'Set it to false, or change database.edition and database.tier.',
          },
        ]
      : [],
};

const RECOVERY_DAYS = { ENTERPRISE: 7, ENTERPRISE_PLUS: 35 } as const;

const recovery: Check = {
  reads: ['database.edition', 'database.recoveryDays'],
  check: ({ database: { edition, recoveryDays } }) =>
    recoveryDays <= RECOVERY_DAYS[edition]
      ? []
      : [
          {
            path: 'database.recoveryDays',
            given: `${recoveryDays}, with edition ${edition}`,
            allowed: `at most ${RECOVERY_DAYS[edition]} with edition ${edition}`,
            fix: `Set it to ${RECOVERY_DAYS[edition]} or less.`,
          },
        ],
};

/** Edition, tier and recovery that Cloud SQL offers together. */
export const databaseChecks: readonly Check[] = [tier, designation, recovery];
