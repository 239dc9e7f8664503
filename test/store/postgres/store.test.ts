import { after, before } from 'node:test';
import { openPostgresStore } from '../../../src/store/postgres/store.ts';
import { storeContract } from '../../contracts/store-contract.ts';
import { startPostgres, type TestPostgres } from '../../postgres-for-tests.ts';

let server: TestPostgres;
before(async () => {
  server = await startPostgres();
});
after(() => server.stop());

storeContract('the store on PostgreSQL', async () => {
  const url = await server.createDatabase();
  let current = await openPostgresStore(url);
  return {
    store: current,
    reopen: async () => {
      await current.close();
      current = await openPostgresStore(url);
      return current;
    },
    dispose: () => current.close(),
  };
});
