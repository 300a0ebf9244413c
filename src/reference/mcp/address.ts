/** The reserved address under which the built-in MCP server answers. */
export const BUILTIN_URL = 'https://mcp.reference.invalid/mcp';
