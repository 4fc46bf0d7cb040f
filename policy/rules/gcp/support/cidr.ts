export * from '../../support/cidr.ts';
