import { capacityChecks } from './capacity.ts';
import type { Check } from './check.ts';
import { databaseChecks } from './database.ts';
import { detectionChecks } from './detection.ts';
import { instanceChecks } from './instances.ts';
import { nameChecks } from './names.ts';
import { networkChecks } from './network.ts';
import { objectiveChecks } from './objectives.ts';
import { regionChecks } from './regions.ts';
import { serviceChecks } from './service.ts';
import { servicesChecks } from './services.ts';

/** Every check, in the order in which its problems are told. */
export const checks: readonly Check[] = [
  ...nameChecks,
  ...regionChecks,
  ...serviceChecks,
  ...detectionChecks,
  ...capacityChecks,
  ...instanceChecks,
  ...servicesChecks,
  ...networkChecks,
  ...databaseChecks,
  ...objectiveChecks,
];
