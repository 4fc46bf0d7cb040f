export * from '../../support/blocks.ts';
