/** The key an instance accepts where no other is given. It protects nothing. */
export const DEFAULT_KEY = 'reference-key';

/** In the place of an Entra ID token, accepted where no other rule is given. It protects nothing either. */
export const DEFAULT_TOKEN = 'reference-token';
