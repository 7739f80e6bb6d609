/** Version of the client, from package.json; sent as `app` with each push. */
declare const __GOCUA_APP__: string;
