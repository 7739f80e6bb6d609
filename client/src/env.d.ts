/** Version of the client, from package.json; sent as `app` with each push. */
declare const __GOCUA_APP__: string;

/** Style sheets are imported for what they do. */
declare module '*.css';
