import { createDestinationRules } from "../../mesh/destination-rules.js";
