/** Stands for Node's crypto, which the sealing suite asks for only where Web Crypto is missing. */
export const webcrypto = undefined;
