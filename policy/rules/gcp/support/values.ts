export * from '../../support/values.ts';
